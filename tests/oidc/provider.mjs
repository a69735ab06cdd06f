// A real OpenID Connect provider for the tests: the certified package oidc-provider with its development forms.
// `node provider.mjs people.json` listens on a free loopback port and prints it. Who there are is read from the file
// for every question, so that a test can change its mind. With "_tamper" a person's ID tokens are spoilt after the
// provider made them: other claims, another key, or no signature. Only such tokens show that the site checks them.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { UnsecuredJWT, SignJWT, decodeJwt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { Provider } from 'oidc-provider';

const people = () => JSON.parse(readFileSync(process.argv[2], 'utf8'));
const newKey = async () => (await generateKeyPair('RS256', { extractable: true })).privateKey;
const key = { ...(await exportJWK(await newKey())), kid: 'test', alg: 'RS256', use: 'sig' };
const site = (id, redirect) => ({
  client_id: id, client_secret: 'geheim-van-de-test', redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'],
});

const server = createServer().listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [site('kennisplatform', 'http://localhost/inloggen/organisatie/terug'), site('andere-site', 'http://localhost/elders')],
    jwks: { keys: [key] },
    cookies: { keys: ['test'] },
    claims: { openid: ['sub', 'roles', 'realm_access'], email: ['email', 'email_verified', 'xms_edov'], profile: ['name'] },
    pkce: { required: () => true },
    conformIdTokenClaims: process.argv[3] !== 'claims-in-token',
    findAccount: (_, id) => id in people() && { accountId: id, claims: () => ({ sub: id, ...people()[id], _tamper: undefined }) },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path !== '/token' || !context.body?.id_token) return;
    const claims = decodeJwt(context.body.id_token);
    const spoilt = people()[claims.sub]?._tamper;
    if (spoilt) context.body.id_token = await tampered({ ...claims, ...spoilt.claims }, spoilt);
  });
  server.on('request', provider.callback());
  console.log(port);
});

async function tampered(claims, { sign, without = [] }) {
  for (const name of without) delete claims[name];
  if (sign === 'missing') return undefined;
  if (sign === 'none') return new UnsecuredJWT(claims).encode();
  const signer = sign === 'other-key' ? await newKey() : await importJWK(key, 'RS256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(signer);
}
