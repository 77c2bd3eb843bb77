// Builds the look: node opencompact/site/look/build.mjs MODULES BUILT
// MODULES is the folder npm filled; BUILT is emptied and gets the stylesheet, scripts, letters and their licences.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const here = dirname(fileURLToPath(import.meta.url))
const [modules, built] = process.argv.slice(2).map(name => resolve(name))
const sass = createRequire(join(modules, "x"))("sass")

// What belongs to GOV.UK and is not ours to show: its crown, crest and word mark.
const NOT_OURS = /crown|crest|copyright-logo|logotype|govuk-logo|\.govuk-header/

// The stylesheet without the rules whose selector names something that is not ours; groups left empty go, too.
function withoutNotOurs(css) {
  let kept = ""
  for (let at = 0; at < css.length; ) {
    const opens = css.indexOf("{", at)
    if (opens < 0) return kept + css.slice(at)
    const semicolon = css.indexOf(";", at)
    if (semicolon >= 0 && semicolon < opens) {
      kept += css.slice(at, semicolon + 1)
      at = semicolon + 1
      continue
    }
    const ends = closing(css, opens)
    const name = css.slice(at, opens)
    const inside = css.slice(opens + 1, ends)
    if (/^\s*@(media|supports)/.test(name)) {
      const left = withoutNotOurs(inside)
      if (left.trim()) kept += `${name}{${left}}`
    } else {
      const ours = name.split(",").filter(each => !NOT_OURS.test(each))
      if (ours.length) kept += `${ours.join(",")}{${inside}}`
    }
    at = ends + 1
  }
  return kept
}

function closing(css, opens) {
  let depth = 0
  for (let at = opens; at < css.length; at++) {
    if (css[at] === "{") depth += 1
    if (css[at] === "}" && --depth === 0) return at
  }
  throw new Error("the stylesheet ends in the middle of a rule")
}

const { css } = sass.compile(join(here, "look.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
  charset: false,
})
rmSync(built, { recursive: true, force: true })
mkdirSync(built, { recursive: true })
writeFileSync(join(built, "look.css"), withoutNotOurs(css))

const govuk = join(modules, "govuk-frontend")
const letters = join(modules, "@fontsource-variable", "atkinson-hyperlegible-next")
const script = readFileSync(join(govuk, "dist", "govuk", "govuk-frontend.min.js"), "utf8")
writeFileSync(join(built, "govuk-frontend.js"), script.replace(/\/\/# sourceMappingURL=.*\s*$/, "\n"))
for (const range of ["latin", "latin-ext"]) {
  copyFileSync(
    join(letters, "files", `atkinson-hyperlegible-next-${range}-wght-normal.woff2`),
    join(built, `atkinson-${range}.woff2`),
  )
}
copyFileSync(join(letters, "LICENSE"), join(built, "LICENCE-atkinson.txt"))
for (const name of ["begin.js", "pages.js", "mark.svg", "LICENCE-govuk-frontend.txt"]) copyFileSync(join(here, name), join(built, name))
for (const name of ["look.css", "govuk-frontend.js"]) {
  writeFileSync(join(built, `${name}.gz`), gzipSync(readFileSync(join(built, name)), { level: 9 }))
}
