fetch('/page.js').then((response) => postMessage(response.status))
