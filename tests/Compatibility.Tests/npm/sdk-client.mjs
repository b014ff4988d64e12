// The TypeScript SDK's client, asked over standard input: a line of JSON for each question, a line for each answer.
// usage: node sdk-client.mjs FOLDER, where FOLDER has the SDK's client
import readline from 'node:readline';

const folder = process.argv[2];
const { Client } = await import(`${folder}/index.js`);
const { StreamableHTTPClientTransport } = await import(`${folder}/streamableHttp.js`);
const { StdioClientTransport } = await import(`${folder}/stdio.js`);

// What takes longer than this is no answer.
const options = { timeout: 5000 };
let client;

const ask = async question => {
    if (!question.isSame) {
        await client?.close().catch(() => { });
        client = new Client({ name: 'reference', version: '1.0' });
        const transport = question.url
            ? new StreamableHTTPClientTransport(new URL(question.url))
            : new StdioClientTransport({ command: question.command, args: question.args, stderr: 'ignore' });
        await client.connect(transport, options);
    }

    if (question.asks === 'list') {
        const { tools } = await client.listTools({}, options);
        return { text: tools.map(tool => tool.name).join(' ') };
    }

    const result = await client.callTool({ name: 'echo', arguments: { message: question.message } }, undefined, options);
    return result.content?.[0]?.text === undefined ? { error: JSON.stringify(result) } : { text: result.content[0].text };
};

for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await ask(JSON.parse(line)).catch(error => ({ error: String(error) }));
    process.stdout.write(JSON.stringify(answer) + '\n');
}
