import { runMachineHandler } from "@/app/_server/machine-handler";

/** Addresses of programs that nothing answers. The answer is the same for all. */
function answer(): Promise<Response> {
  return runMachineHandler(null, () => new Response(null, { status: 404 }));
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
