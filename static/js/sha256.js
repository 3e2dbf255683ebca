// SHA-256 without a secure context and without waiting: pages that check a result or a ballot hash
// many short texts. FIPS 180-4.
globalThis.sha256 = (() => {
  const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  const K = new Int32Array(primes.map((prime) => fraction(Math.cbrt(prime))));
  const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const W = new Int32Array(64);
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  const mix = (state, view, offset) => {
    for (let i = 0; i < 16; i += 1) W[i] = view.getInt32(offset + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const first = turned(W[i - 15], 7) ^ turned(W[i - 15], 18) ^ (W[i - 15] >>> 3);
      const second = turned(W[i - 2], 17) ^ turned(W[i - 2], 19) ^ (W[i - 2] >>> 10);
      W[i] = (W[i - 16] + first + W[i - 7] + second) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const sum = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const chosen = (h + sum + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const most = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + chosen) | 0, c, b, a, (chosen + most) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
  };

  // The 32 bytes of the digest of some bytes.
  return (bytes) => {
    const length = bytes.length;
    const padded = new Uint8Array(((length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padded.length - 4, (length << 3) >>> 0);
    const state = [...START];
    for (let offset = 0; offset < padded.length; offset += 64) mix(state, view, offset);
    const digest = new DataView(new ArrayBuffer(32));
    state.forEach((word, i) => digest.setInt32(4 * i, word));
    return new Uint8Array(digest.buffer);
  };
})();
