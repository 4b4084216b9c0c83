using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>
/// What silos and clients say to each other, a fact a line: what two releases must agree on to understand each other. A line that is
/// gone is a fact that is no longer true; one more is an addition, which the other side skips or never asks for. Nothing in it is the
/// name of a type or of a method: those may change.
/// </summary>
internal sealed class WireContract
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ServiceProvider Serialization = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly GrainTypeResolver GrainTypes = new(
        [new AttributeGrainTypeProvider(Serialization)], Serialization.GetRequiredService<TypeConverter>());

    private readonly Type[] _types;
    private readonly Dictionary<Type, Type> _surrogates;

    private WireContract(Assembly[] assemblies)
    {
        _types = [.. assemblies.SelectMany(assembly => assembly.GetTypes()).OrderBy(type => Alias(type) ?? type.Name, StringComparer.Ordinal)];
        _surrogates = _types.SelectMany(type => type.GetInterfaces())
            .Where(converter => converter.IsGenericType && converter.GetGenericTypeDefinition() == typeof(IConverter<,>))
            .ToDictionary(converter => converter.GetGenericArguments()[0], converter => converter.GetGenericArguments()[1]);
    }

    /// <summary>Every fact of these assemblies: grains, then interfaces, then types.</summary>
    public static IReadOnlyList<string> Of(params Assembly[] assemblies)
    {
        var contract = new WireContract(assemblies);
        return
        [
            .. contract._types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain)))
                .SelectMany(GrainFacts).Order(StringComparer.Ordinal),
            .. contract._types.Where(IsCalled).SelectMany(contract.InterfaceFacts),
            .. contract._types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute))).SelectMany(contract.ShapeFacts),
        ];
    }

    private static bool IsCalled(Type type) => type.IsInterface && type.IsAssignableTo(typeof(IAddressable));

    /// <summary>A grain's id bears its type's name, which is that of the class unless it says another.</summary>
    private static IEnumerable<string> GrainFacts(Type type) => type.GetInterfaces()
        .Where(called => IsCalled(called) && called.Assembly != typeof(IGrain).Assembly)
        .Select(called => $"grain {GrainTypes.GetGrainType(type)} is {Alias(called) ?? called.FullName}");

    private IEnumerable<string> InterfaceFacts(Type type)
    {
        var name = $"interface {Alias(type) ?? type.FullName}";
        yield return $"{name}: {string.Join(", ", type.GetInterfaces().Where(IsKind).Select(kind => kind.Name).Order(StringComparer.Ordinal))}";
        foreach (var method in type.GetMethods().OrderBy(method => Alias(method) ?? method.Name, StringComparer.Ordinal))
        {
            var call = $"{name}.{Alias(method) ?? method.ToString()}";
            foreach (var fact in Facts($"{call} ->", method.ReturnType.GenericTypeArguments is [var returned] ? returned : typeof(void)))
            {
                yield return fact;
            }

            // A token is no part of the message: it may come and go.
            var parameters = method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)).ToArray();
            foreach (var fact in parameters.SelectMany((parameter, i) =>
                Facts(string.Create(CultureInfo.InvariantCulture, $"{call}({i}):"), parameter.ParameterType)))
            {
                yield return fact;
            }
        }
    }

    /// <summary>The kind of key, and whether it is an observer.</summary>
    private static bool IsKind(Type type) =>
        type.Assembly == typeof(IGrain).Assembly && type.Name.StartsWith("IGrain", StringComparison.Ordinal) && type != typeof(IGrain);

    private IEnumerable<string> ShapeFacts(Type type)
    {
        var name = $"type {NameOf(type)}";
        var members = type.GetMembers(Declared)
            .Where(member => member.IsDefined(typeof(IdAttribute)))
            .OrderBy(member => member.GetCustomAttribute<IdAttribute>()!.Id)
            .SelectMany(member => Facts(
                string.Create(CultureInfo.InvariantCulture, $"{name}[{member.GetCustomAttribute<IdAttribute>()!.Id}]:"),
                member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType));
        return members.Prepend($"{name}: {KindOf(type)}");
    }

    /// <summary>A record is written otherwise than a class of the same members, and a record struct than a struct.</summary>
    private string KindOf(Type type)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        return type.IsValueType ? isRecord ? "record struct" : "struct"
            : type.BaseType != typeof(object) ? NameOf(type.BaseType!)
            : isRecord ? "record" : "class";
    }

    /// <summary>What stands somewhere, and of an enum what its numbers mean there.</summary>
    private IEnumerable<string> Facts(string where, Type type) =>
        Parts(type).Where(part => part.IsEnum)
            .SelectMany(part => Enum.GetNames(part).Select(name => $"{where} {Enum.Parse(part, name):D} = {name}"))
            .Prepend($"{where} {NameOf(type)}");

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts)
        : [type];

    /// <summary>By alias, and as what it travels as.</summary>
    private string NameOf(Type type) =>
        type.IsArray ? $"{NameOf(type.GetElementType()!)}[]"
        : type.IsEnum ? Enum.GetUnderlyingType(type).Name
        : Nullable.GetUnderlyingType(type) is { } value ? $"{NameOf(value)}?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : _surrogates.TryGetValue(type, out var surrogate) ? NameOf(surrogate)
        : Alias(type) ?? (type.Namespace == nameof(System) ? type.Name : type.FullName!);

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
