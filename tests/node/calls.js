// The official Node SDK as a client of the local cloud: makes every call of test_node_sdk.py in one process.
//
// What to call comes as one JSON document on stdin (keys are never in the arguments); each call prints a line of JSON:
// {"name", "value"} or {"name", "error"}.
'use strict';

const COS = require('cos-nodejs-sdk-v5');
const fs = require('fs');

const wish = JSON.parse(fs.readFileSync(0, 'utf8'));
const { Bucket, Region } = wish;
const cos = new COS({
  SecretId: wish.secretId, SecretKey: wish.secretKey, Protocol: 'http:', Proxy: wish.address,
});

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

async function step(name, call) {
  try {
    const value = await call();
    say({ name, value });
    return value;
  } catch (error) {
    say({ name, error: { status: error.statusCode, code: error.code, message: error.message } });
    return undefined;
  }
}

/** A call to a host that is not the bucket's own of the storage, by the SDK's way for calls that it has no method for. */
const ask = (host, method, key, { query, body } = {}) => cos.request({
  Bucket, Region, Method: method, Key: key, Url: `http://${host}/${key}`, Query: query, Body: body,
  ContentType: body ? 'application/xml' : undefined,
});
const ci = (method, key, more) => ask(`${Bucket}.ci.${Region}.myqcloud.com`, method, key, more);

const sleep = (time) => new Promise((done) => { setTimeout(done, time); });

async function storage() {
  await step('putObject', () => cos.putObject({ Bucket, Region, Key: 'in/a b+c é.txt', Body: 'hello' }));
  await step('getObject', async () => String((await cos.getObject({ Bucket, Region, Key: 'in/a b+c é.txt' })).Body));
  await step('headObject', async () => (await cos.headObject({ Bucket, Region, Key: 'in/a b+c é.txt' })).headers);
  await step('sliceUploadFile', () => cos.sliceUploadFile({
    Bucket, Region, Key: 'in/big.bin', FilePath: wish.big, ChunkSize: 1024 * 1024,
  }));
  const from = (key) => `${Bucket}.cos.${Region}.myqcloud.com/${encodeURIComponent(key).replace(/%2F/g, '/')}`;
  await step('putObjectCopy', () => cos.putObjectCopy({ Bucket, Region, Key: 'copies/a.txt',
    CopySource: from('in/a b+c é.txt') }));
  await step('sliceCopyFile', () => cos.sliceCopyFile({ Bucket, Region, Key: 'copies/big.bin',
    CopySource: from('in/big.bin'), CopySliceSize: 1024 * 1024, CopyChunkSize: 1024 * 1024 }));
  for (const [key, file] of Object.entries(wish.files)) {
    await step(`upload ${key}`, () => cos.putObject({ Bucket, Region, Key: key, Body: fs.createReadStream(file),
      ContentLength: fs.statSync(file).size }));
  }
  await step('getService', async () => (await cos.getService()).Buckets);
  await step('getBucket', async () => (await cos.getBucket({ Bucket, Region, Prefix: 'in/', Delimiter: '/' })).Contents);
  await step('getObjectUrl', async () => cos.getObjectUrl({ Bucket, Region, Key: 'in/a b+c é.txt', Sign: true }, () => {}));
  await step('putObjectUrl', async () => cos.getObjectUrl({ Bucket, Region, Key: 'in/sent.txt', Method: 'PUT', Sign: true },
    () => {}));
  await step('deleteObject', () => cos.deleteObject({ Bucket, Region, Key: 'in/big.bin' }));
  await step('missing', () => cos.headObject({ Bucket, Region, Key: 'in/big.bin' }));
}

async function media() {
  const Key = wish.video;
  await step('videoinfo', () => cos.request({ Bucket, Region, Method: 'GET', Key, Query: { 'ci-process': 'videoinfo' } }));
  await step('snapshot', async () => {
    const query = { 'ci-process': 'snapshot', time: '0.5', width: '160' };
    const got = await cos.request({ Bucket, Region, Method: 'GET', Key, Query: query, RawBody: true });
    return Buffer.from(got.Body).toString('base64');
  });
  const input = `<Request><Input><Object>${Key}</Object></Input></Request>`;
  await step('mediainfo', () => ci('POST', 'mediainfo', { body: input }));
  await step('mediabucket', () => ask(`ci.${Region}.myqcloud.com`, 'GET', 'mediabucket', {
    query: { bucketNames: Bucket, pageNumber: '1', pageSize: '5' } }));
  await step('queue', () => ci('GET', 'queue', { query: { state: 'Active' } }));
}

async function templates() {
  const made = await step('createTemplate', () => ci('POST', 'template', { body: wish.template }));
  const id = made.Response.Template.TemplateId;
  await step('updateTemplate', () => ci('PUT', `template/${id}`, { body: wish.template.replace('Lesson', 'Wide') }));
  await step('listTemplates', () => ci('GET', 'template', { query: { ids: id, category: 'Custom' } }));
  await step('deleteTemplate', () => ci('DELETE', `template/${id}`));
  await step('officialTemplates', () => ci('GET', 'template', { query: { category: 'Official', pageSize: '20' } }));
}

async function jobs() {
  const ids = [];
  for (let number = 0; number < 3; number += 1) {
    const made = await step('submit', () => ci('POST', 'jobs', { body: wish.job }));
    ids.push(made.Response.JobsDetail.JobId);
  }
  await step('cancel', () => ci('PUT', `jobs/${ids[2]}`, { query: { cancel: '' } }));
  for (let turn = 0; turn < 200; turn += 1) {
    const asked = await ci('GET', `jobs/${ids[0]}`);
    if (!['Submitted', 'Running'].includes(asked.Response.JobsDetail.State)) break;
    await sleep(50);
  }
  await step('query', () => ci('GET', `jobs/${ids.join(',')}`));
  await step('list', () => ci('GET', 'jobs', { query: { tag: 'VideoSynthesis', size: '2' } }));
}

(async () => {
  await storage();
  await media();
  await templates();
  await jobs();
})();
