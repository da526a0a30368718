import { policy } from "../kernel/context";

/** What the identity provider says. Whoever brings its token is a job of the machine, and nobody else may. */
export const mayProvision = policy("provisioning.provision", [], { machine: true });
export const mayReadProvisioning = policy("provisioning.read", ["admin", "security", "auditor"], { weak: true });
/** Saying which role a group of the provider stands for gives that role to whoever is in it. */
export const mayMapGroups = policy("provisioning.map-groups", ["admin"], { stepUp: true });
