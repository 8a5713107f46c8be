/** What an origin's name is made of. */
export const originPattern = /^[a-z0-9][a-z0-9_-]{0,254}$/;
