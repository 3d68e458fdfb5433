import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PropertyChange, Provider, Subject } from "./provider";
import { fromStruct, toStruct } from "./struct";

/** A provider that the engine can reach at `127.0.0.1:port`. */
export interface RunningProvider {
  readonly packageName: string;
  readonly port: number;
  stop(): void;
}

/** Properties of a whole production topology go through one message; gRPC's default limit of 4 MiB is the engine's 400 MiB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves a provider over gRPC, the way the engine attaches to a provider that it did not start itself
 * (`PULUMI_DEBUG_PROVIDERS=<package>:<port>`).
 */
export async function serve(provider: Provider): Promise<RunningProvider> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, handlers(provider));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { packageName: provider.packageName, port, stop: () => server.forceShutdown() };
}

/** Answers a call with the result of a promise; a rejection becomes the call's error, its message unchanged. */
function unary<Request, Response>(handle: (request: Request) => Promise<Response>): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
    );
  };
}

function subjectOf(urn: string): Subject {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.split("$").at(-1) ?? "", logicalName: name.join("::") };
}

const DIFF_KINDS = {
  add: { stays: messages.PropertyDiff.Kind.ADD, replaces: messages.PropertyDiff.Kind.ADD_REPLACE },
  delete: { stays: messages.PropertyDiff.Kind.DELETE, replaces: messages.PropertyDiff.Kind.DELETE_REPLACE },
  update: { stays: messages.PropertyDiff.Kind.UPDATE, replaces: messages.PropertyDiff.Kind.UPDATE_REPLACE },
} as const;

function diffResponse(changes: ReadonlyMap<string, PropertyChange>): messages.DiffResponse {
  const response = new messages.DiffResponse();
  response.setChanges(
    changes.size === 0 ? messages.DiffResponse.DiffChanges.DIFF_NONE : messages.DiffResponse.DiffChanges.DIFF_SOME,
  );
  response.setHasdetaileddiff(true);
  const roots = new Set<string>();
  const replaces = new Set<string>();
  for (const [path, change] of changes) {
    const root = path.replace(/[.[].*$/s, "");
    roots.add(root);
    if (change.replaces) replaces.add(root);
    const detail = new messages.PropertyDiff();
    detail.setKind(DIFF_KINDS[change.kind][change.replaces ? "replaces" : "stays"]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  response.setDiffsList([...roots]);
  response.setReplacesList([...replaces]);
  return response;
}

function handlers(provider: Provider): grpc.UntypedServiceImplementation {
  return {
    handshake: unary(async () => new messages.ProviderHandshakeResponse()),
    getPluginInfo: unary(async () => {
      const info = new PluginInfo();
      info.setVersion("0.0.0");
      return info;
    }),
    attach: unary(async () => new Empty()),
    cancel: unary(async () => new Empty()),
    checkConfig: unary(async (request: messages.CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(async () => diffResponse(new Map())),
    configure: unary(async (request: messages.ConfigureRequest) => {
      await provider.configure(fromStruct(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const { inputs, failures } = await provider.check(subjectOf(request.getUrn()), fromStruct(request.getNews()));
      const response = new messages.CheckResponse();
      response.setInputs(toStruct(inputs));
      response.setFailuresList(
        failures.map(({ property, reason }) => {
          const failure = new messages.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: unary(async (request: messages.DiffRequest) =>
      diffResponse(
        await provider.diff(
          subjectOf(request.getUrn()),
          { id: request.getId(), outputs: fromStruct(request.getOlds()), inputs: fromStruct(request.getOldInputs()) },
          fromStruct(request.getNews()),
        ),
      ),
    ),
    create: unary(async (request: messages.CreateRequest) => {
      const made = await provider.create(
        subjectOf(request.getUrn()),
        fromStruct(request.getProperties()),
        request.getPreview(),
      );
      const response = new messages.CreateResponse();
      response.setId(made.id);
      response.setProperties(toStruct(made.outputs));
      return response;
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const found = await provider.read(
        subjectOf(request.getUrn()),
        request.getId(),
        fromStruct(request.getInputs()),
      );
      const response = new messages.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.outputs));
      response.setInputs(toStruct(found.inputs));
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const outputs = await provider.update(
        subjectOf(request.getUrn()),
        { id: request.getId(), outputs: fromStruct(request.getOlds()), inputs: fromStruct(request.getOldInputs()) },
        fromStruct(request.getNews()),
        request.getPreview(),
      );
      const response = new messages.UpdateResponse();
      response.setProperties(toStruct(outputs));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      await provider.delete(subjectOf(request.getUrn()), request.getId(), fromStruct(request.getProperties()));
      return new Empty();
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      response.setReturn(toStruct(await provider.invoke(request.getTok(), fromStruct(request.getArgs()))));
      return response;
    }),
  };
}
