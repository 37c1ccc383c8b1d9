/**
 * Ctrl-C: once, nothing new starts and what runs may finish; twice (or a termination signal), everything ends now.
 * @param endNow stops children and lets go of what they hold
 */
export function onInterrupt(note: (line: string) => void, endNow: () => void): {stop: AbortSignal; dispose(): void} {
  const controller = new AbortController();
  const now = () => {
    endNow();
    process.exit(130);
  };
  const first = () => {
    if (controller.signal.aborted) now();
    controller.abort();
    note("stopping when the running tasks are done; press Ctrl-C again to stop now");
  };
  process.on("SIGINT", first);
  process.on("SIGTERM", now);
  process.on("SIGHUP", now);
  return {
    stop: controller.signal,
    dispose() {
      process.off("SIGINT", first);
      process.off("SIGTERM", now);
      process.off("SIGHUP", now);
    }
  };
}
