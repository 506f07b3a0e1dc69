import { FakeMedia } from './fake-media.ts'
import { describeMedia } from './media-contract.ts'

describeMedia('FakeMedia', async () => new FakeMedia())
