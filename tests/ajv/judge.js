// Judges test vectors by ajv: reads {"schemas": {profile/message: schema}, "files": [vectors]} and answers {id: valid}.
"use strict";
const Ajv = require("ajv/dist/2020");
const { applyPatch } = require("fast-json-patch");

const ajv = new Ajv({ strict: true, allowUnionTypes: false, validateFormats: false });
ajv.addVocabulary(["x-element", "x-wco"]);

const { schemas, files } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const verdicts = {};
for (const file of files) {
  const valid = ajv.compile(schemas[`${file.profile}/${file.message}`]);
  for (const vector of file.vectors) {
    const base = JSON.parse(JSON.stringify(file.bases[vector.base]));
    verdicts[vector.id] = valid(applyPatch(base, vector.patch, true).newDocument);
  }
}
process.stdout.write(JSON.stringify(verdicts));
