// Stands in for psql where none is installed: each --command is one message to the server, as psql sends it, and rows come
// back unaligned. It knows the flags that the database jobs use, and refuses any other.
const { Client } = require("pg");

async function main(options) {
  const commands = [];
  const plain = ["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align"];
  for (let index = 0; index < options.length; index += 1) {
    if (options[index] === "--command") commands.push(options[(index += 1)]);
    else if (options[index] === "--set" && options[index + 1] === "ON_ERROR_STOP=1") index += 1;
    else if (!plain.includes(options[index])) throw new Error(`unknown option ${options[index]}`);
  }
  const client = new Client({ ssl: false });
  // What the server says without being asked, such as a warning, goes to stderr as with psql.
  client.on("notice", ({ severity, message }) => process.stderr.write(`${severity}:  ${message}\n`));
  await client.connect();
  try {
    for (const command of commands) {
      const { rows } = await client.query({ text: command, rowMode: "array", types: { getTypeParser: () => String } });
      for (const row of rows) process.stdout.write(`${row.map((cell) => cell ?? "").join("|")}\n`);
    }
  } finally {
    await client.end();
  }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`ERROR:  ${error.message}\n`);
  process.exitCode = 1;
});
