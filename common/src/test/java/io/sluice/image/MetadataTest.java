package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.sluice.kafka.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'title':'Ä \\u0000 😀'}",
                "{'count':5,'ratio':0.5,'flag':true,'tags':['a','b'],'none':[]}",
                "{'str:s':'','text:t':'long','int:i':-5,'double:d':1,'double:e':1e-3}",
                "{'date:d':'2019-12-10T11:13:24Z','date:e':'2019-12-10T11:13:24.123+01:00'}",
                "{'latlon:l':'47.38,8.52','latlon:m':'-1,-180'}",
                "{'array:a':['x'],'array_text:b':['y']}",
                "{'a23456789012345678901234567890123456789012345678901234':1}"
            })
    void acceptsUserMetadata(String json) {
        assertThatCode(() -> user(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'':1}",
                "{'Title':1}",
                "{'a-b':1}",
                "{'float:x':1}",
                "{'int:':1}",
                "{'a234567890123456789012345678901234567890123456789012345':1}",
                "{'int:i':1.5}",
                "{'int:i':'1'}",
                "{'str:s':1}",
                "{'double:d':'1'}",
                "{'date:d':'2019-12-10'}",
                "{'date:d':5}",
                "{'latlon:l':'47.38'}",
                "{'latlon:l':[1,2]}",
                "{'array:a':'x'}",
                "{'array:a':[1]}",
                "{'x':null}",
                "{'x':{}}",
                "{'x':[['y']]}",
                "{'double:d':1e999}",
                "{'x':-1e999}"
            })
    void refusesUserMetadataThatDoesNotMatchItsNameOrType(String json) {
        assertThatThrownBy(() -> user(json)).isInstanceOf(JsonMappingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'int:i':9223372036854775807,'int:j':-9223372036854775808}",
                "{'date:d':'2020-02-29T23:59:59Z','date:e':'0001-01-01T00:00:00+18:00'}",
                "{'latlon:l':'90,-180','latlon:m':'-90.0, 180.000'}",
                "{'x':9223372036854775808,'str:date':'2019-02-30T00:00:00Z'}"
            })
    void takesValuesThatCanBeMeant(String json) {
        assertThatCode(() -> user(json).requirePossible()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'int:i':9223372036854775808}",
                "{'int:i':-9223372036854775809}",
                "{'date:d':'2019-02-29T00:00:00Z'}",
                "{'date:d':'2019-13-01T00:00:00Z'}",
                "{'date:d':'2019-12-10T24:00:00Z'}",
                "{'date:d':'2019-12-10T11:60:00Z'}",
                "{'date:d':'2019-12-10T11:00:00+19:00'}",
                "{'latlon:l':'90.1,0'}",
                "{'latlon:l':'-91,0'}",
                "{'latlon:l':'0,180.01'}",
                "{'latlon:l':'0,-181'}"
            })
    void refusesGivenValuesThatCannotBeMeantButReadsStoredOnes(String json) throws Exception {
        var stored = user(json);

        assertThatThrownBy(stored::requirePossible)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(stored.fields().firstKey());
    }

    @Test
    void setsGivenUserMetadataAndKeepsTheRest() throws Exception {
        var merged = user("{'a':1,'b':2}").with(user("{'b':3,'c':4}"));

        assertThat(merged).isEqualTo(user("{'a':1,'b':3,'c':4}"));
        assertThat(merged.with(UserMetadata.NONE)).isSameAs(merged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'subject_area':{'x':0,'y':1.5}}",
                "{'subject_area':{'x':0,'y':1,'width':5,'height':6}}",
                "{'crop_area':{'x':0,'y':1,'width':5,'height':6}}",
                "{'multi_areas':{'de':{'subject_area':{'x':1,'y':1}},'fr':{}}}",
                "{'version':{'text':'2'},'anything':{'deep':{'er':[1,null]}}}"
            })
    void acceptsDynamicMetadata(String json) {
        assertThatCode(() -> dynamic(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'subject_area':5}",
                "{'subject_area':null}",
                "{'subject_area':{'x':1}}",
                "{'subject_area':{'x':'1','y':1}}",
                "{'subject_area':{'x':-1,'y':1}}",
                "{'crop_area':{'x':0,'y':1}}",
                "{'multi_areas':{'de':{'crop_area':{'x':1,'y':1}}}}",
                "{'Upper':{}}",
                "{'':{}}"
            })
    void refusesDynamicMetadataThatCannotBeRendered(String json) {
        assertThatThrownBy(() -> dynamic(json)).isInstanceOf(JsonMappingException.class);
    }

    @Test
    void writesMetadataUnchanged() throws Exception {
        var json = "{\"latlon:l\":\"47.38,8.52\",\"title\":\"Ä\"}";

        assertThat(Json.MAPPER.writeValueAsString(Json.MAPPER.readValue(json, UserMetadata.class)))
                .isEqualTo(json);
    }

    private static UserMetadata user(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json.replace('\'', '"'), UserMetadata.class);
    }

    private static DynamicMetadata dynamic(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json.replace('\'', '"'), DynamicMetadata.class);
    }
}
