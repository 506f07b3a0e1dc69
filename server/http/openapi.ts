import { OpenAPIGenerator } from '@orpc/openapi'
import { z } from 'zod'
import { serviceContract } from '#shared/contract/service.ts'

/** The description of the API (OpenAPI 3.1), made of the same contract that its requests are held against. */
export const describeApi = async (version: string, webOrigin: string): Promise<object> => {
  const generator = new OpenAPIGenerator({
    schemaConverters: [
      {
        condition: (schema) => schema instanceof z.ZodType,
        convert: (schema, { strategy }) => {
          if (!(schema instanceof z.ZodType)) return [false, {}]
          const { $schema, ...json } = z.toJSONSchema(schema, { io: strategy, unrepresentable: 'any' })
          return [!schema.safeParse(undefined).success, json as object]
        },
      },
    ],
  })
  return generator.generate(serviceContract, {
    info: { title: 'Parley meeting service', version },
    servers: [{ url: `${webOrigin}/api` }],
    security: [{ session: [] }],
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'DPoP', description: 'RFC 9449: with a proof in the header DPoP' } },
    },
  })
}
