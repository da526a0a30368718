/**
 * Wait until this process should end: SIGINT, SIGTERM, or the parent is gone. A parent that was killed cannot tell its children, but the channel
 * to it closes.
 */
export function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve("SIGINT"));
    process.once("SIGTERM", () => resolve("SIGTERM"));
    if (process.connected) process.once("disconnect", () => resolve("parent gone"));
  });
}
