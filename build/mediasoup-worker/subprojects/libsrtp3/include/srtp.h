#pragma once

// The libsrtp 3 calls that mediasoup-worker makes, on top of the system's libsrtp 2.
//
// Two things changed between them. A policy became an opaque handle that setters fill and that owns its key; here it wraps the
// open structure of libsrtp 2. And packets are no longer worked on in place: input and output are separate, the output with its
// capacity; here the input is moved into the output buffer first.

#include <srtp2/srtp.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <openssl/crypto.h>
#include <vector>

// Codes that libsrtp 2 does not have, with libsrtp 3's values.
#define srtp_err_status_buffer_small (static_cast<srtp_err_status_t>(28))
#define srtp_err_status_cryptex_err (static_cast<srtp_err_status_t>(29))

namespace parley_srtp
{
	// A policy that owns its master key and salt, and wipes them when it goes.
	struct Policy
	{
		::srtp_policy_t policy{};
		std::vector<unsigned char> key;

		Policy()                         = default;
		Policy(const Policy&)            = delete;
		Policy& operator=(const Policy&) = delete;

		~Policy()
		{
			OPENSSL_cleanse(this->key.data(), this->key.size());
		}
	};

	// Moves a packet of `length` bytes to `out` and has `transform` work on it there. `outLength` holds the capacity of `out` before
	// and the packet's length afterwards. `growth` is how many bytes `transform` may add at most.
	template<typename Transform>
	srtp_err_status_t InPlace(
	  const uint8_t* in, size_t length, uint8_t* out, size_t* outLength, size_t growth, Transform transform)
	{
		if (length > static_cast<size_t>(std::numeric_limits<int>::max()))
		{
			return srtp_err_status_bad_param;
		}

		if (length + growth > *outLength)
		{
			return srtp_err_status_buffer_small;
		}

		if (out != in)
		{
			std::memmove(out, in, length);
		}

		int packetLength = static_cast<int>(length);

		const srtp_err_status_t status = transform(out, &packetLength);

		if (status == srtp_err_status_ok)
		{
			*outLength = static_cast<size_t>(packetLength);
		}

		return status;
	}
} // namespace parley_srtp

using srtp3_policy_t = parley_srtp::Policy*;

inline srtp_err_status_t srtp_policy_create(srtp3_policy_t* policy)
{
	*policy = new parley_srtp::Policy();

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp3_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp3_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp3_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	if (status != srtp_err_status_ok)
	{
		return status;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

// The master key index is not used by WebRTC (RFC 5764 §4.1.3 leaves it empty) nor by mediasoup.
inline srtp_err_status_t srtp_policy_add_key(
  srtp3_policy_t policy,
  const uint8_t* key,
  size_t keyLength,
  const uint8_t* salt,
  size_t saltLength,
  const uint8_t* /*mki*/,
  size_t mkiLength)
{
	if (mkiLength != 0)
	{
		return srtp_err_status_bad_param;
	}

	policy->key.assign(key, key + keyLength);
	policy->key.insert(policy->key.end(), salt, salt + saltLength);
	policy->policy.key = policy->key.data();

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp3_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp3_policy_t policy, size_t size)
{
	policy->policy.window_size = size;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp3_policy_t policy)
{
	return srtp_create(session, &policy->policy);
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLength, uint8_t* srtp, size_t* srtpLength, size_t /*mkiIndex*/)
{
	return parley_srtp::InPlace(
	  rtp,
	  rtpLength,
	  srtp,
	  srtpLength,
	  SRTP_MAX_TRAILER_LEN,
	  [session](uint8_t* packet, int* length) { return srtp_protect(session, packet, length); });
}

// SRTCP adds four more bytes: its index and the E flag (RFC 3711 §3.4).
inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLength, uint8_t* srtcp, size_t* srtcpLength, size_t /*mkiIndex*/)
{
	return parley_srtp::InPlace(
	  rtcp,
	  rtcpLength,
	  srtcp,
	  srtcpLength,
	  SRTP_MAX_TRAILER_LEN + 4,
	  [session](uint8_t* packet, int* length) { return srtp_protect_rtcp(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLength, uint8_t* rtp, size_t* rtpLength)
{
	return parley_srtp::InPlace(
	  srtp,
	  srtpLength,
	  rtp,
	  rtpLength,
	  0,
	  [session](uint8_t* packet, int* length) { return srtp_unprotect(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLength, uint8_t* rtcp, size_t* rtcpLength)
{
	return parley_srtp::InPlace(
	  srtcp,
	  srtcpLength,
	  rtcp,
	  rtcpLength,
	  0,
	  [session](uint8_t* packet, int* length) { return srtp_unprotect_rtcp(session, packet, length); });
}

// libsrtp 3 takes the SSRC in host byte order and libsrtp 2 in network byte order. mediasoup passes network byte order.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

// Last, because everything above needs libsrtp 2's own type of this name.
#define srtp_policy_t srtp3_policy_t
