import next from "eslint-config-next";
import tseslint from "typescript-eslint";

const restricted = [
  { selector: "CallExpression[callee.property.name='waitForTimeout']", message: "Wait for what should happen, not for time to pass: a sleeping test is slow on a good day and fails on a bad one." },
  { selector: "CallExpression[callee.object.name='sql'][callee.property.name=/^(raw|identifier)$/]", message: "Use the sql template or a column object: outside text in sql.raw is an injection." },
  { selector: "MemberExpression[property.name='only'][object.name=/^(test|it|describe)$/]", message: "A focused test hides all the others." },
];

/** Where requests come in. */
const unbounded = { selector: "CallExpression[callee.object.name='request'][callee.property.name=/^(json|text|formData|arrayBuffer|blob|bytes)$/]", message: "Read it by readJson or readForm (app/_server/request-body.ts): a body that is read to its end fills the memory of whoever reads it." };

/** Where components are: rules about them look through whole functions, and find nothing elsewhere. */
const SCREENS = ["**/*.tsx", "{app,components}/**/*.ts"];

export default tseslint.config(
  { ignores: [".next/", ".data/", "node_modules/", "next-env.d.ts", "test-results/"] },
  ...next.map((config) => (config.ignores && Object.keys(config).length <= 2 ? config : { ...config, files: SCREENS })),
  { files: ["**/*.ts", "**/*.tsx"], extends: [...tseslint.configs.strictTypeChecked], languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    rules: {
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", ...restricted],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true, allowNullish: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["app/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...restricted, unbounded] } },
  { files: ["e2e/**/*.ts", "**/*.test.ts", "test/**/*.ts"], rules: { "no-empty-pattern": "off", "max-lines-per-function": "off", "react-hooks/rules-of-hooks": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
);
