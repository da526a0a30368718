import { randomToken } from "@/lib/crypto";

/** Looks like a key that programs are given, so that whoever finds it tries it. */
const PREFIX = "amends_live_";
const SHAPE = /^amends_live_[A-Za-z0-9_-]{43}$/;

export function newPlantedKey(): string {
  return PREFIX + randomToken();
}

export function looksPlanted(bearer: string): boolean {
  return SHAPE.test(bearer);
}
