/** A place outside that keeps checkpoints, so that nobody who rules this database can take one back. */
export interface CheckpointPlace {
  /** By what the place is known in figures and in the database, such as `directory` or `webhook`; tells nobody how to get in. */
  readonly name: string;
  /** Leave a checkpoint there. The same one may come twice. @throws where it was not taken, or another one of that size lies there */
  push(checkpoint: { size: number; note: string }): Promise<void>;
}
