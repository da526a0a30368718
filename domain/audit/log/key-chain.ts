import { openCheckpoint, type Checkpoint, type NoteVerifier } from "./signed-note";

interface Link {
  verifier: NoteVerifier;
  /** The size of the checkpoint in which it named its successor: it signs nothing larger. */
  until: number;
}

/**
 * Keys that are believed, each from the checkpoint on in which the one before it announced it. Whoever has the first key can follow the log over any number of rotations; a key that has named its
 * successor is not believed about anything later, so that a stolen old key signs nothing new.
 */
export class KeyChain {
  private readonly links: Link[];
  private readonly held: { note: string; after: number }[] = [];

  constructor(given: readonly NoteVerifier[]) {
    this.links = given.map((verifier) => ({ verifier, until: Number.POSITIVE_INFINITY }));
  }

  /** Read a checkpoint, and believe the key that it announces. One that no believed key has signed is held until {@link take} or {@link rest} asks for it. */
  open(note: string, after: number): Checkpoint | null {
    for (const link of this.links) {
      const opened = openCheckpoint(note, link.verifier);
      if (!opened || opened.size > link.until) continue;
      if (opened.next) this.follow(link, opened.size, opened.next);
      return opened;
    }
    this.held.push({ note, after });
    return null;
  }

  /** Checkpoints that came before the announcement of their key. */
  take(): Checkpoint[] {
    const found: Checkpoint[] = [];
    for (;;) {
      const opened = this.held.splice(0).flatMap(({ note, after }) => this.open(note, after) ?? []);
      found.push(...opened);
      if (!opened.some(({ next }) => next)) return found;
    }
  }

  /** What no believed key has signed. */
  rest(): { after: number }[] {
    return this.held;
  }

  private follow(link: Link, size: number, next: NoteVerifier): void {
    link.until = Math.min(link.until, size);
    if (!this.links.some(({ verifier }) => verifier.publicKey.equals(next.publicKey))) this.links.push({ verifier: next, until: Number.POSITIVE_INFINITY });
  }
}
