import { policy } from "../kernel/context";

/** Taking letters out of the house, and saying what became of them: whoever does it holds names and addresses of thousands. */
export const mayHandOverLetters = policy("letters.hand-over", ["comms"], { stepUp: true });
/** Mail that comes back is opened by whoever answers letters. */
export const mayRecordReturnedLetters = policy("letters.record-returned", ["comms", "support", "lead"]);
/** What only a job does. */
export const mayMakeLetters = policy("letters.make", [], { machine: true });
