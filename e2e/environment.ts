import { startTestPostgres } from "@/test/postgres";
import { bundleProgram } from "@/test/bundle-program";
import { startProduct } from "./product";

/** The installation that the tests share: live, with two web processes and two workers. */
export default async function setup(): Promise<() => Promise<void>> {
  await bundleProgram();
  const postgres = await startTestPostgres();
  const product = await startProduct(postgres.adminUrl, postgres.template, { webProcesses: 2, workers: 2 });
  Object.assign(process.env, product.settings);
  return async () => {
    await product.stop();
    postgres.stop();
  };
}
