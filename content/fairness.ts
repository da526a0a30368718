/**
 * Where the fairness check of a programme begins to ask. None of these is a law: they are what regulators, courts and the press objected to in the offers of past breaches
 * (vouchers split over parts of a shop that few people use, three months to spend them, a minimum spend, and a new membership needed to use them).
 */
export const fairnessLimits = {
  /** Days a voucher should be good for. */
  voucherDays: 365,
  /** Days between opening and closing. */
  filingDays: 90,
  /** Days to hand in what is missing. */
  cureDays: 14,
  /** Days to appeal. */
  appealDays: 30,
} as const;
