// Passkeys: a form marked with data-passkey asks the browser for one and sends what it answers.
// Without this script, or where the browser has no passkeys, the buttons stay hidden; codes do the same.
(function () {
  'use strict'

  function toBytes (text) {
    const plain = text.replace(/-/g, '+').replace(/_/g, '/')
    return Uint8Array.from(atob(plain + '==='.slice((plain.length + 3) % 4)), (each) => each.charCodeAt(0))
  }

  function toText (bytes) {
    const plain = btoa(String.fromCharCode(...new Uint8Array(bytes)))
    return plain.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  }

  function readable (options) {
    const asked = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) }
    for (const list of ['allowCredentials', 'excludeCredentials']) {
      if (asked[list]) asked[list] = asked[list].map((each) => ({ ...each, id: toBytes(each.id) }))
    }
    if (asked.user) asked.user = { ...asked.user, id: toBytes(asked.user.id) }
    return asked
  }

  function sendable (found) {
    const response = { clientDataJSON: toText(found.response.clientDataJSON) }
    for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (found.response[part]) response[part] = toText(found.response[part])
    }
    if (found.response.getTransports) response.transports = found.response.getTransports()
    return {
      type: found.type,
      id: found.id,
      rawId: toText(found.rawId),
      authenticatorAttachment: found.authenticatorAttachment,
      response,
      clientExtensionResults: found.getClientExtensionResults()
    }
  }

  async function optionsOf (form) {
    const here = document.getElementById('passkey-options')
    if (here) return JSON.parse(here.textContent)
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }

  async function ask (form) {
    const options = await optionsOf(form)
    if (options.creation_options) {
      const publicKey = readable(options.creation_options)
      publicKey.authenticatorSelection = {
        ...publicKey.authenticatorSelection,
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required'
      }
      return navigator.credentials.create({ publicKey })
    }
    return navigator.credentials.get({ publicKey: readable(options.request_options) })
  }

  function prepare (form) {
    const place = form.querySelector('[data-passkey-button]')
    const button = place.querySelector('button')
    const trouble = form.querySelector('[data-passkey-trouble]')
    place.hidden = false
    form.addEventListener('submit', async function (event) {
      event.preventDefault()
      trouble.hidden = true
      button.disabled = true
      try {
        form.elements.credential.value = JSON.stringify(sendable(await ask(form)))
        form.submit()
      } catch {
        trouble.hidden = false
        button.disabled = false
      }
    })
  }

  if (window.PublicKeyCredential && navigator.credentials) {
    document.querySelectorAll('form[data-passkey]').forEach(prepare)
    document.querySelectorAll('[data-without-passkeys]').forEach((each) => { each.hidden = true })
  }
})()
