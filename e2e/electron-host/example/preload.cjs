const { contextBridge, ipcRenderer } = require('electron')

const verb = (name) => (value) => ipcRenderer.invoke(`example:${name}`, value)

contextBridge.exposeInMainWorld('example', {
  platform: process.platform,
  nested: { list: [1, 2] },
  add: (a, b) => a + b,
  fail: () => {
    throw new Error('as asked')
  },
  callBack: (callback) => callback('sync') + 1,
  promise: async (value) => value,
  store: verb('store'),
  echo: verb('echo'),
  whoAmI: verb('whoAmI'),
  senderAfter: verb('senderAfter'),
  notify: verb('notify'),
  stayAwake: verb('stayAwake'),
  missing: verb('missing'),
  on: (event, listener) => {
    const hear = (_event, data) => listener(data)
    ipcRenderer.on(event, hear)
    return () => ipcRenderer.removeListener(event, hear)
  },
})
