import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      ".next/**",
      ".data/**",
      "coverage/**",
      "test-results/**",
      "playwright-report/**",
      "next-env.d.ts",
      "scripts/clients/**",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // A number reads well in a message, and so does a short handler that gives back what it calls.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Flags that change during an await (an aborted signal, a stopped process) look constant to this rule.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // A method that must give a promise is async whether it waits or not: then it never throws at once.
      "@typescript-eslint/require-await": "off",
      // A callback may give nothing or a promise of nothing.
      "@typescript-eslint/no-invalid-void-type": "off",
      // drizzle's transaction is a class of its own where its database is asked for.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
    },
  },
  {
    files: ["app/**", "components/**", "lib/**", "db/**", "instrumentation.ts", "instrumentation-client.ts"],
    // Why each of these: lib/env.ts.
    ignores: ["lib/env.ts", "components/http/address.ts", "instrumentation.ts", "db/test/**"],
    rules: {
      "no-restricted-properties": ["error", { object: "process", property: "env", message: "lib/env.ts reads it." }],
      "no-restricted-imports": [
        "error",
        { name: "node:process", importNames: ["env"], message: "lib/env.ts reads it." },
      ],
    },
  },
  {
    files: ["lib/**", "db/**"],
    ignores: ["**/*.test.ts", "**/test/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...["", "> TSAsExpression.right "].map((cast) => ({
          selector: `AssignmentExpression[left.type="MemberExpression"] ${cast}> :function`,
          message:
            "V8 keeps it, and all that it reaches, until the whole heap is collected: name it first (decision 50).",
        })),
      ],
    },
  },
  { files: ["scripts/**", "bench/**", "e2e/**"], rules: { "no-console": "off" } },
);
