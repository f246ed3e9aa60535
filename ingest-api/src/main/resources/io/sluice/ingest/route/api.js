// Shows /openapi.json. All text is set as text, never as markup.

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'x-copy']

function element(name, ...children) {
  const made = document.createElement(name)
  made.append(...children)
  return made
}

function table(headings, rows) {
  const body = element('tbody', ...rows.map(row => element('tr', ...row.map(cell => element('td', cell)))))
  return element('table', element('thead', element('tr', ...headings.map(text => element('th', text)))), body)
}

function schemaName(content) {
  return content?.schema?.$ref?.split('/').pop() ?? ''
}

function parameters(list) {
  return list.length === 0 ? '' : table(['parameter', 'in', 'type', ''],
    list.map(each => [element('code', each.name), each.in, each.schema.type, each.description]))
}

function contents(holder) {
  return Object.entries(holder?.content ?? {}).flatMap(([type, content]) => {
    const example = content.example === undefined ? '' : element('pre', JSON.stringify(content.example, null, 2))
    return [element('p', `${type} ${schemaName(content)}`), example]
  })
}

function answers(responses, shared) {
  return Object.entries(responses).map(([status, given]) => {
    const answer = given.$ref ? shared[given.$ref.split('/').pop()] : given
    const isError = Number(status) >= 400
    const shown = element('details', element('summary', element('b', status), answer.description))
    shown.append(...(isError ? [] : contents(answer)))
    return shown
  })
}

function operation(path, method, shared, described, components) {
  const name = method.replace('x-', '').toUpperCase()
  const shown = element('details',
    element('summary', element('b', name), element('code', path), ' ', described.summary),
    element('p', `For ${described['x-access']}.`),
    parameters([...shared, ...(described.parameters ?? [])]),
    ...(described.requestBody ? [element('h3', 'Body'), ...contents(described.requestBody)] : []),
    element('h3', 'Answers'),
    ...answers(described.responses, components.responses))
  shown.dataset.words = `${name} ${path} ${described.summary}`.toLowerCase()
  return shown
}

async function show() {
  const target = document.getElementById('routes')
  const answer = await fetch('/openapi.json')
  if (!answer.ok) {
    target.replaceChildren(element('p', `The document could not be loaded: status ${answer.status}`))
    return
  }
  const document_ = await answer.json()
  const routes = Object.entries(document_.paths).flatMap(([path, item]) => METHODS
    .filter(method => item[method])
    .map(method => operation(path, method, item.parameters ?? [], item[method], document_.components)))
  const schemas = Object.entries(document_.components.schemas).map(([name, schema]) =>
    element('details', element('summary', element('code', name)), element('pre', JSON.stringify(schema, null, 2))))
  target.replaceChildren(...routes, element('h2', 'Schemas'), ...schemas)
  document.getElementById('filter').addEventListener('input', event => {
    const words = event.target.value.toLowerCase()
    routes.forEach(route => { route.hidden = !route.dataset.words.includes(words) })
  })
}

show().catch(failure => {
  document.getElementById('routes').replaceChildren(element('p', `The document could not be loaded: ${failure.message}`))
})
