import type { LinkGraph } from "@/domain/claims/risk/types";

interface Point {
  x: number;
  y: number;
}

/** Place claims on a circle, those that share something beside each other, and what they share inside it, near its claims. The same graph is drawn the same way every time. */
export function layOut({ claims, ties }: Pick<LinkGraph, "claims" | "ties">, size: number): { nodes: Map<string, Point>; hubs: Point[] } {
  const firstTie = (id: string) => ties.findIndex((tie) => tie.claims.includes(id));
  const ordered = claims.map(({ id }) => id).sort((a, b) => firstTie(a) - firstTie(b));
  const on = (radius: number, turn: number): Point => ({ x: Math.round(size / 2 + radius * Math.sin(turn)), y: Math.round(size / 2 - radius * Math.cos(turn)) });
  const turns = new Map(ordered.map((id, index) => [id, (2 * Math.PI * index) / ordered.length]));
  const nodes = new Map([...turns].map(([id, turn]) => [id, on(size / 2 - 30, turn)]));
  // Several things that the same claims share would lie on each other, so they stand on a circle of their own, each towards its claims as far as there is room.
  const means = ties.map((tie, index) => ({ index, turn: tie.claims.reduce((sum, id) => sum + (turns.get(id) ?? 0), 0) / tie.claims.length })).sort((a, b) => a.turn - b.turn);
  const hubs: Point[] = [];
  means.forEach(({ index }, place) => {
    hubs[index] = ties.length === 1 ? on(0, 0) : on(size * (ties.length > 8 ? 0.3 : 0.2), (2 * Math.PI * (place + 0.5)) / ties.length);
  });
  return { nodes, hubs };
}
