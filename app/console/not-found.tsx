import ConsoleNotFound from "./(inside)/not-found";

/** Where the frame itself finds nothing. The framework's own page has inline styles, which the policy of our pages stops. */
export default function ConsoleFrameNotFound() {
  return (
    <main id="content" className="p-6">
      <ConsoleNotFound />
    </main>
  );
}
