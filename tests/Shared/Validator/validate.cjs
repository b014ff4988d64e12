// Reads a line {"schema": ..., "values": [...]} at a time, and answers each with {"problems": [null or a sentence, per value]},
// or with {"unreadable": reason} where the schema itself is none. Ends with its input.
"use strict";
const Draft07 = require("ajv");
const Draft2020 = require("ajv/dist/2020");
const Draft04 = require("ajv-draft-04");

const options = { strict: false, validateFormats: false, logger: false };
const dialects = { "draft-04": Draft04, "draft-07": Draft07, "2020-12": Draft2020 };
const readers = {};

// One instance per dialect: each reads its own meta-schemas first, which takes longer than most schemas. It forgets the schema
// before, which may have had the same name. ECMA-262's "u" flag is what the specification recommends; servers that never tried
// it write patterns that only do without.
function read(schema, dialect, unicodeRegExp) {
  const reader = (readers[dialect + unicodeRegExp] ??= new dialects[dialect]({ ...options, unicodeRegExp }));
  reader.removeSchema();
  const validate = reader.compile(schema);
  return (value) => (validate(value) ? null : reader.errorsText(validate.errors));
}

// The dialect that the schema names, or MCP's default; then those that servers write without naming them.
function readAny(schema) {
  const named = typeof schema.$schema === "string" ? Object.keys(dialects).find((name) => schema.$schema.includes(name)) : undefined;
  let first;
  for (const dialect of named ? [named] : ["2020-12", "draft-07", "draft-04"]) {
    for (const unicode of [true, false]) {
      try {
        return read(schema, dialect, unicode);
      } catch (e) {
        first ??= e;
      }
    }
  }
  throw first;
}

function answer(line) {
  const { schema, values } = JSON.parse(line);
  try {
    return { problems: values.map(readAny(schema)) };
  } catch (e) {
    return { unreadable: e.message };
  }
}

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => process.stdout.write(JSON.stringify(answer(line)) + "\n"));
