// Keys for hosts and for those who log in. Now and then ssh2 makes an ed25519 key that nobody can read (1 of some 300):
// that one is not taken.
import ssh2 from 'ssh2'

export type KeyPair = { readonly private: string; readonly public: string }

/** A pair of keys as OpenSSH writes them. */
export const newKey = (comment: string): KeyPair => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment })
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair
  }
}
