// Package seal encrypts one value at a time, bound to the place it stands in: a
// value copied to another row, column or case does not open there.
//
// A master key comes from a key file and is never in the store. From it are
// derived, by HKDF, the key that wraps data keys, the key of blind indexes and
// the seed of the signer. Every scope (a person, a case) has a data key of its
// own; destroying its wrap destroys all that was sealed under it.
// Ciphers: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), HKDF (RFC 5869),
// HMAC-SHA256 (RFC 2104). Start with ReadFile and Master.
package seal
