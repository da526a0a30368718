import pino from "pino";

export type Logger = pino.Logger;

/**
 * Structured log to stdout. Log ids, counts and names of things; never a person's data. The redaction list is a net under that habit, not the habit.
 */
export function createLogger(name: string, level = process.env.AMENDS_LOG_LEVEL ?? "info"): Logger {
  return pino({
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["email", "phone", "to", "address", "code", "token", "password", "secret", "cookie", "authorization", "*.email", "*.phone", "*.to", "*.code", "*.token", "*.password"],
      censor: "[redacted]",
    },
    serializers: {
      // A driver's error repeats the row it failed on (`detail`), so only what cannot hold a value is kept.
      err: describeError,
    },
  });
}

/** Keep of an error only what cannot hold a person's data: drizzle's wrapper repeats the query's parameters, PostgreSQL's `detail` the row. */
function describeError(error: Error & { code?: string; constraint?: string; table?: string }): Record<string, unknown> {
  const fault = error.cause instanceof Error ? (error.cause as typeof error) : error;
  return {
    type: fault.name,
    // Not `code`, which is what people prove themselves with and is kept out of the log.
    fault: fault.code,
    constraint: fault.constraint,
    table: fault.table,
    message: fault.code === undefined ? fault.message : undefined,
    stack: fault.stack?.split("\n").filter((line) => line.startsWith("    at ")).slice(0, 8).join("\n"),
  };
}
