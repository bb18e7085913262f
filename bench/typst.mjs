// Typst as a library: node typst.mjs MODULES WARMUP SOURCE OUTPUT [SOURCE OUTPUT…]
//
// Writes each source as a tagged PDF/UA-1. With WARMUP above 0 all are set that many times first, and then the seconds of the last time
// are printed. MODULES is the folder of npm's modules.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

const [modules, warmup, ...names] = process.argv.slice(2)
const { NodeCompiler } = createRequire(modules + '/')(modules + '/@myriaddreamin/typst-ts-node-compiler')
const compiler = NodeCompiler.create()
let start = 0
for (let round = 0; round <= Number(warmup); round++) {
  start = performance.now()
  for (let n = 0; n < names.length; n += 2) {
    const content = readFileSync(names[n], 'utf8')
    writeFileSync(names[n + 1], compiler.pdf({ mainFileContent: content }, { pdfStandard: 'ua-1', creationTimestamp: 1615939200 }))
    // As Typst's own program does between two documents.
    compiler.evictCache(10)
  }
}
if (Number(warmup)) console.log((performance.now() - start) / 1000)
