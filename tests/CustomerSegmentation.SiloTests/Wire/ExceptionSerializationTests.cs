using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Wire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>What a grain throws arrives as what it was.</summary>
public sealed class ExceptionSerializationTests
{
    public static TheoryData<Exception> Thrown => [
        new NpgsqlException("It is away.", new System.Net.Sockets.SocketException()),
        new PostgresException("The database shuts down.", "FATAL", "FATAL", "57P01"),
        new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "It is away."),
        new StorageException(StorageFault.Unavailable, "The disk is full."),
        new FitRefusedException("too_few_customers", "There are too few."),
    ];

    [Theory]
    [MemberData(nameof(Thrown))]
    public void An_exception_of_a_database_or_of_ours_arrives_with_its_class_and_message(Exception thrown)
    {
        using var services = new ServiceCollection().AddSerializer().AddExceptionSerialization().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();

        var arrived = serializer.Deserialize<Exception>(serializer.SerializeToArray(thrown));

        arrived.ShouldBeOfType(thrown.GetType());
        arrived.Message.ShouldContain(thrown is PostgresException postgres ? postgres.SqlState : thrown.Message);
        GrainRetry.IsPassing(arrived).ShouldBe(GrainRetry.IsPassing(thrown));
    }

    [Fact]
    public void An_exception_that_cannot_be_written_passes()
    {
        GrainRetry.IsPassing(new CodecNotFoundException("of another version")).ShouldBeTrue();
        GrainRetry.IsPassing(new InvalidOperationException("a bug")).ShouldBeFalse();
    }
}
