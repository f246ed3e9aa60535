// Checks an AsyncAPI document; exits with status 1 if it has errors.
import { Parser, fromFile } from '@asyncapi/parser'

const ERROR = 0
const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse()
const errors = diagnostics.filter(each => each.severity === ERROR)
errors.forEach(each => console.error(`${each.path.join('.')}: ${each.message}`))
console.log(`${process.argv[2]}: ${document?.operations().all().length ?? 0} operations, ${errors.length} errors`)
process.exit(document && errors.length === 0 ? 0 : 1)
