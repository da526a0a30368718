export { countAudience } from "../audiences/count-audience";
export { publishedVersionOf } from "../audiences/queries";
