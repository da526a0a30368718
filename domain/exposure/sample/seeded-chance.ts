export interface Chance {
  /** Evenly from [0, 1). */
  share(): number;
  under(share: number): boolean;
  below(n: number): number;
  digits(n: number): string;
  one<T>(list: readonly T[]): T;
}

/** Random numbers that the seed decides (sfc32 by Chris Doty-Humphrey, public domain): the platform's own cannot be seeded. */
export function seededChance(seed: number): Chance {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 15; i++) next();
  const share = () => next() / 2 ** 32;
  const below = (n: number) => Math.floor(share() * n);
  return {
    share,
    below,
    under: (limit) => share() < limit,
    digits: (n) => String(below(10 ** n)).padStart(n, "0"),
    one<T>(list: readonly T[]): T {
      return list[below(list.length)] as T;
    },
  };
}
