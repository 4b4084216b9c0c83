using CustomerSegmentation.Edge.Api.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CustomerSegmentation.Edge.Api;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiDocuments
{
    private static readonly Dictionary<string, string> QueryMeanings = new(StringComparer.Ordinal)
    {
        ["cursor"] = "Where to go on: 'next' of the page before.",
        ["limit"] = "Items on a page, 1–1,000; default 100.",
        ["minRecencyDays"] = "At least so many days since the newest order.",
        ["maxRecencyDays"] = "At most so many days since the newest order.",
        ["minFrequency"] = "At least so many orders.",
        ["maxFrequency"] = "At most so many orders.",
        ["minMonetary"] = "At least so much spend.",
        ["maxMonetary"] = "At most so much spend.",
        ["customer"] = "Only this customer's.",
        ["from"] = "Effective at or after; RFC 3339 with offset.",
        ["to"] = "Effective before; RFC 3339 with offset.",
        ["lastEventId"] = "Where to read on: the id of the last event that was taken.",
        ["cause"] = "purchase, refund, decay, refit or correction.",
        ["hash"] = "sha256: the hash of the customer id, in lower-case hexadecimal digits, in its place.",
        ["normalize"] = "true: hash the id trimmed and in lower case, as tools that match e-mail want it.",
        ["format"] = "json, csv or ndjson; goes before Accept, for links that cannot send it.",
        ["within"] = "How far to look ahead, such as 7d or 12h; default 7d.",
        ["days"] = "Days ahead, such as 30,60,90, which is the default.",
        ["lookback"] = "How much of the past the Markov chain learns from; default 90d.",
        ["seed"] = "Of the interval's draws; default 1.",
        ["asOf"] = "As of a moment in the past; RFC 3339 with offset. Default: now.",
        ["knownAt"] = "Recorded at or before: what was believed then; RFC 3339 with offset.",
        ["fromSegment"] = "Only out of this segment, by id; 'none' for customers in none.",
        ["toSegment"] = "Only into this segment, by id; 'none' for customers in none.",
        ["segment"] = "Only out of or into this segment, by id; 'none' for customers in none.",
        ["bucket"] = "hour, day, week (from Monday) or month, in UTC; default day.",
        ["refits"] = "true to count refits as moves; default false.",
    };

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Times are written by a converter of ours, of which the schema's maker knows the format but not the type.
            if (context.JsonTypeInfo.Type == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
            {
                schema.Type = context.JsonTypeInfo.Type == typeof(DateTimeOffset)
                    ? JsonSchemaType.String
                    : JsonSchemaType.String | JsonSchemaType.Null;
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>Says that a JSON body may be one of the thing it is declared to be, an array of them, or a named list.</summary>
    /// <param name="call">The call.</param>
    /// <param name="list">Name of the field that holds the list.</param>
    public static RouteHandlerBuilder WithOneOrManyInBody(this RouteHandlerBuilder call, string list) =>
        call.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.RequestBody?.Content?["application/json"] is { Schema: { } one } json)
            {
                var many = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one };
                var named = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { list },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { [list] = many },
                };
                json.Schema = new OpenApiSchema { AnyOf = [one, many, named] };
            }

            return Task.CompletedTask;
        });

    /// <summary>Names the query parameters of a report, whose two moments mean something else than those of a list.</summary>
    public static RouteHandlerBuilder WithPeriod(this RouteHandlerBuilder call, params string[] names) => call
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Query("from", "The earlier moment; RFC 3339 with offset; default 30 days before 'to'."));
            operation.Parameters.Add(Query("to", "The later moment; RFC 3339 with offset; default now."));
            return Task.CompletedTask;
        })
        .WithQuery(names);

    /// <summary>Names the query parameters that a handler reads by itself.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder call, params string[] names) =>
        call.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var name in names)
            {
                operation.Parameters.Add(Query(name, QueryMeanings[name]));
            }

            return Task.CompletedTask;
        });

    private static OpenApiParameter Query(string name, string meaning) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = meaning,
        Schema = new OpenApiSchema
        {
            Type = name switch { "limit" => JsonSchemaType.Integer, _ when MemberFilter.Names.Contains(name) => JsonSchemaType.Number, "refits" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
        },
    };

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "CustomerSegmentation",
            Version = "v1",
            Description = "Purchases in, live RFM segments out. Errors are problem details (RFC 9457) with a 'code' for "
                + "programs and a 'detail' that says what to do. Times are UTC, RFC 3339.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "Needed when the engine has keys configured; 'Authorization: Bearer …' does as well.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] }];
    }
}
