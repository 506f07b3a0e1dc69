window.heard = []
window.example.on('link', (link) => window.heard.push(link))
window.example.on('power', (event) => window.heard.push(event))
document.getElementById('state').textContent = 'ready'
