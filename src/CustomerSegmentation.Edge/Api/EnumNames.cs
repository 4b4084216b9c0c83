using System.Text.Json;

namespace CustomerSegmentation.Edge.Api;

/// <summary>The words of the contract for values that have names.</summary>
internal static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
