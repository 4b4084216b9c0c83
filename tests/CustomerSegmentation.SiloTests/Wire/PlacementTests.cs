using System.Reflection;
using CustomerSegmentation.Silo;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>Where a grain is placed is said, not left to what Orleans does by default.</summary>
public sealed class PlacementTests
{
    public static TheoryData<Type> Grains =>
        [.. typeof(SiloOptions).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Grain)) && !type.IsAbstract)];

    [Fact]
    public void There_are_grains() => Grains.Count.ShouldBeGreaterThanOrEqualTo(4);

    [Theory]
    [MemberData(nameof(Grains))]
    public void Every_grain_says_where_it_is_placed(Type grain) =>
        grain.GetCustomAttributes<PlacementAttribute>().ShouldHaveSingleItem();

    [Theory]
    [MemberData(nameof(Grains))]
    public void What_holds_memory_of_its_own_is_never_moved_while_it_is_awake(Type grain) => (
        grain.IsDefined(typeof(StatelessWorkerAttribute)) // every silo has its own
            || grain.GetCustomAttribute<ImmovableAttribute>() is { Kind: ImmovableKind.Any }).ShouldBeTrue();
}
