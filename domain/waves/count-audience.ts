export { publishedVersionOf } from "../audiences/queries";
