/** electron-updater as it is, on Node: downloads over Node's own sockets, keeps packages in a folder of the test's. */
import { type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http'
import { configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime'
import { WindowsUpdater } from '../electron-updater-engine.ts'

class NodeExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: RequestOptions, callback: (response: unknown) => void): ClientRequest {
    return requestHttp(options, callback)
  }

  /** As electron-updater's own does over Electron's network. */
  download(address: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request: RequestOptions = { headers: options.headers ?? {} }
      configureRequestUrl(address, request)
      const callback = (error: Error | null): void =>
        error === null || error === undefined ? resolve(destination) : reject(error)
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }
}

export const nodeUpdater = (folder: string): WindowsUpdater => {
  const updater = new WindowsUpdater(
    { updaterCacheDirName: 'packages', publisherName: undefined },
    {
      version: '1.4.0',
      name: 'parley',
      isPackaged: true,
      appUpdateConfigPath: '/nonexistent',
      userDataPath: folder,
      baseCachePath: folder,
      whenReady: async () => undefined,
      relaunch: () => undefined,
      quit: () => undefined,
      onQuit: () => undefined,
    },
  )
  Reflect.set(updater, 'httpExecutor', new NodeExecutor())
  return updater
}
