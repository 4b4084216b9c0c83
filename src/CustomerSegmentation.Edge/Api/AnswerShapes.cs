using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CustomerSegmentation.Edge.Api;

/// <summary>How answers look, for whoever writes them elsewhere than in an answer.</summary>
internal static class AnswerShapes
{
    private static readonly JsonSerializerOptions Options = Make();

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
