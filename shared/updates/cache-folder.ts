/** Where downloaded packages lie, in the person's folder of caches (`%LOCALAPPDATA%`): it goes with the person's data. */
export const UPDATES_CACHE_FOLDER = 'parley-updates'
