/* Preloaded into a worker: the clock of its machine is off by SHIFT_MS. Root alone could set the real one; timers, which go by another clock, run as they should. */
const shift = Number(process.env.SHIFT_MS ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: [] | ConstructorParameters<typeof Date>) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
