#pragma once

// Debian 12 has no package of ankerl::unordered_dense. The worker uses its maps, sets and hash by their standard interface only,
// so the standard library's containers take their place: a little slower to look up, the same in behaviour.

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<class T, class Enable = void>
	struct hash
	{
		auto operator()(const T& value) const noexcept
		{
			return std::hash<T>{}(value);
		}
	};

	template<class Key, class Value, class Hash = hash<Key>, class Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<class Key, class Hash = hash<Key>, class Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
