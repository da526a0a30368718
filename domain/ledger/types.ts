/** Where a programme's money stands, in minor units of its currency. Without a pool `poolMinor` is null, and what is available is nothing that anybody counts with. */
export interface ProgrammeMoney {
  programmeId: string;
  currency: string;
  poolMinor: bigint | null;
  proRata: boolean;
  /** When everybody's share of the pool was reckoned. */
  sharedAt: Date | null;
  availableMinor: bigint;
  reservedMinor: bigint;
  approvedMinor: bigint;
  inPaymentMinor: bigint;
  paidMinor: bigint;
  returnedMinor: bigint;
}
